import assert from 'node:assert/strict';
import { publicMethods } from '../../../../server/src/wrapping/types/class-methods';
import { macroDefinitions } from '../../../../server/src/wrapping/types/macro-definitions';

const MACROS = macroDefinitions([
  `#define itkSetMacro(name, type) virtual void Set##name(const type _arg) { if (m_##name != _arg) { m_##name = _arg; } }
#define itkGetConstObjectMacro(name, type) virtual const type * Get##name() const { return m_##name; }
#define itkSetGetMacro(name, type) itkSetMacro(name, type) itkGetConstObjectMacro(name, type)
#define ITK_DISALLOW_COPY(Type) Type(const Type &) = delete; Type & operator=(const Type &) = delete
#define itkNewMacro(x) static Pointer New() { Pointer p = f("}"); return p; } ::itk::LightObject::Pointer CreateAnother() const override { return New(); }
`,
]);

/** `returns name(parameters)` for each method. */
const methods = (body: string): string[] =>
  publicMethods(body, 'Foo', MACROS).map(
    ({ name, returns, parameters }) =>
      `${returns === null ? '' : `${returns} `}${name}(${parameters.map((one) => one ?? '?').join('; ')})`,
  );

describe('publicMethods', () => {
  it('reads declarations and definitions', () => {
    assert.deepEqual(
      methods(`
public:
  /** text; public: int Wrong(); */
  virtual const Bar * GetBar() const = 0;
  void SetBar(const Bar & bar, unsigned int n = 3, std::vector<Pair<int, A>> list = {}) override { if (bar) { Run(bar); } }
  static Pointer New();
  [[nodiscard]] typename T::Type Get(const double point[3], const Size size[], T &&) const noexcept;
  bool operator==(const Foo & other) const;
  const Value & operator[](unsigned int n) const { return m[n]; }
  Value operator()(const Value & a) const;
  Foo() = default;
  explicit Foo(const Other & other) : m_A(other), m_B{ 3 }, m_C(4) {}
  void Call(void (*function)(int), int n);
  void None(void);
`),
      [
        'const Bar * GetBar()',
        'void SetBar(const Bar & bar; unsigned int n; std::vector<Pair<int, A>> list)',
        'Pointer New()',
        'typename T::Type Get(const double point; const Size size; T &&)',
        'bool operator==(const Foo & other)',
        'const Value & operator[](unsigned int n)',
        'Value operator()(const Value & a)',
        'Foo()',
        'Foo(const Other & other)',
        'void Call(?; int n)',
        'void None()',
      ],
    );
  });

  it('reads what follows a public label only', () => {
    const body = 'A F0(); public: A F1(); protected: A F2(); private: A F3(); public: A F4(); int m_X;';
    assert.deepEqual(methods(body), ['A F1()', 'A F4()']);
  });

  it('leaves out what is no method, or none that is wrapped', () => {
    assert.deepEqual(
      methods(`public:
  using Self = Foo; typedef void (*Function)(int);
  template <typename U> void Generic(U u) { use(u); }
  friend Bar Friend(const Bar &);
  Bar Deleted(const Bar &) = delete;
  ~Foo() override;
  operator Bar *() const;
  class Nested { public: Bar Inner(); };
  enum class Kind : uint8_t { A = f(1), B };
  Bar m_Value{ 3 }; Bar m_Other = f(3); std::function<Bar(int)> m_Function;
  auto Automatic() -> Bar;
  unknownMacro(Bar, int)
  using X = int;
  static_assert(f(3), "text");
`),
      [],
    );
  });

  it('leaves out what depends on a condition, and does not know what a label in it means', () => {
    assert.deepEqual(
      methods(`public:
#ifdef A
  Bar F1();
#  if B
  Bar F2();
#  endif
#else
  Bar F3();
#endif
  Bar F4();
  Bar F5(int a,
#ifdef C
    int b,
#endif
    int c);
#if D
private:
#endif
  Bar F6();
public:
  Bar F7();
`),
      ['Bar F4()', 'Bar F7()'],
    );
  });

  it('reads the methods of macros', () => {
    assert.deepEqual(
      methods(`public:
  ITK_DISALLOW_COPY(Foo);
  itkNewMacro(Self);
  itkSetMacro(Radius, unsigned int);
  itkSetGetMacro(Other, OtherType)
  itkGetConstObjectMacro(Image, ImageType);
protected:
  itkSetMacro(Hidden, Bar);
`),
      [
        'Pointer New()',
        '::itk::LightObject::Pointer CreateAnother()',
        'void SetRadius(const unsigned int _arg)',
        'void SetOther(const OtherType _arg)',
        'const OtherType * GetOther()',
        'const ImageType * GetImage()',
      ],
    );
  });

  it('reads text that ends early or is no C++', () => {
    const text = 'public: A F(int a = "}", B b) { { "( } } #if X\n itkSetMacro(A, ( ; public: C G() {';
    for (let end = 0; end <= text.length; end++) methods(text.slice(0, end));
    for (const odd of ['public: ))) ; }}} A F();', 'public: <<<( ; ', 'public: operator(', 'public: ~(;'])
      methods(odd);
  });
});
