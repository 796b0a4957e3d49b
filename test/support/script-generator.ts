import fc from 'fast-check';
import { isAtLeast, type CMakeVersion } from '../../server/src/cmake/values/version';
import { choices, chosen, type RandomNumbers } from './random';

/** Random choices. */
class Random {
  /** @param below returns a number from 0 to below its argument */
  constructor(readonly below: RandomNumbers) {}

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

/** Policies whose setting changes what the scripts do. */
const POLICIES = [
  'CMP0077',
  'CMP0121',
  'CMP0126',
  'CMP0130',
  'CMP0140',
  'CMP0159',
  'CMP0174',
  'CMP0186',
  'CMP0218',
  'CMP0219',
];

const VARIABLES = ['v0', 'v1', 'v2', 'v3', 'v4'];

/**
 * Scripts made from the commands that the interpreter implements, with about this many statements. A script that fails
 * shrinks to fewer and simpler statements.
 */
export function scripts(version: CMakeVersion, statements: number): fc.Arbitrary<string> {
  const each = fc.array(choices(100), { minLength: 1, maxLength: 2 * statements, size: 'max' });
  const made = fc
    .tuple(choices(60), fc.noBias(each))
    .map(([begin, numbers]) => new ScriptGenerator(version).script(begin, numbers));
  return fc.limitShrink(made, 1000);
}

class ScriptGenerator {
  private depth = 0;
  private functions = 0;
  private random = new Random(() => 0);

  constructor(private readonly version: CMakeVersion) {}

  /** @param statements the choices that make each of them */
  script(begin: readonly number[], statements: readonly (readonly number[])[]): string {
    this.random = new Random(chosen(begin));
    const lines = [this.minimum()];
    lines.push(
      'macro(show_in_macro a)\nmessage("${a}|${ARGN}")\nif("${a}" STREQUAL "a")\nmessage("is a")\nendif()\nendmacro()',
      'function(mark item out)\nset(${out} "<${item}>" PARENT_SCOPE)\nendfunction()',
      'function(has_a item out)\nif(item MATCHES "a")\nset(${out} 1 PARENT_SCOPE)\nelse()\nset(${out} 0 PARENT_SCOPE)\nendif()\nendfunction()',
      'function(set_policy id value)\ncmake_policy(SET ${id} ${value})\nendfunction()',
    );
    for (const name of VARIABLES) lines.push(`set(${name} ${this.unquoted()} ${this.quoted()})`);
    for (const numbers of statements) {
      this.random = new Random(chosen(numbers));
      lines.push(this.statement(), this.show());
    }
    return lines.join('\n') + '\n';
  }

  /** Includes versions about which CMake warns, and versions later than CMake's own. */
  private minimum(): string {
    const { random } = this;
    const running = this.version.join('.');
    const versions = [
      '3.24',
      '3.24',
      '3.10',
      '3.21...3.30',
      '3.20...3.99',
      '3.9',
      '3.6',
      `3.18...${running}`,
      running,
    ];
    return `cmake_minimum_required(VERSION ${random.pick(versions)}${random.chance(10) ? ' FATAL_ERROR' : ''})`;
  }

  /** Usually a policy that the version knows. Policies removed in CMake 4 are set to NEW, because anything else is fatal. */
  private policy(): string {
    return this.random.pick([
      ...POLICIES,
      ...POLICIES,
      'CMP0066',
      'CMP0128',
      'CMP0139',
      'CMP0155',
      'CMP0180',
      'CMP0197',
    ]);
  }

  private readonly policyStatements: readonly (() => string)[] = [
    () => `if(POLICY ${this.policy()})\nmessage(known)\nendif()`,
    () => this.withPolicy((id) => `cmake_policy(SET ${id} ${this.random.pick(['NEW', 'NEW', 'OLD'])})`),
    () => this.withPolicy((id) => `cmake_policy(GET ${id} ${this.variable()})`),
    () => this.withPolicy((id) => `set_policy(${id} ${this.random.pick(['NEW', 'OLD'])})`),
    () =>
      `cmake_policy(VERSION ${this.random.pick(['3.10', '3.16...3.25', '3.24', '3.5...3.31', '3.8', '3.20...4.4'])})`,
    () =>
      `cmake_policy(PUSH)\n${this.pick(this.policyStatements)}\n${this.pick(this.simple)}\ncmake_policy(POP)`,
    () =>
      `block(SCOPE_FOR POLICIES)\n${this.pick(this.policyStatements)}\n${this.pick(this.simple)}\nendblock()`,
    () => this.withPolicy((id) => `set(CMAKE_POLICY_DEFAULT_${id} ${this.random.pick(['NEW', 'OLD'])})`),
    () =>
      'message("${CMAKE_MINIMUM_REQUIRED_VERSION} ${CMAKE_VERSION} ${CMAKE_MAJOR_VERSION}.${CMAKE_MINOR_VERSION}")',
    () =>
      `if(CMAKE_VERSION ${this.random.pick(['VERSION_LESS', 'VERSION_GREATER_EQUAL'])} ${this.random.pick(['3.26', '3.31', '4.0', '4.4'])})\n${this.pick(this.simple)}\nendif()`,
    () =>
      `message(${this.random.pick(['DEPRECATION', 'AUTHOR_WARNING', 'WARNING', 'SEND_ERROR', 'VERBOSE'])} ${this.quoted()} ${this.quoted()})`,
    () => `message(WARNING "a\\nb\\n\\n c\\n${this.word()}. ${this.word()}\\n\\n")`,
    () => `set(CMAKE_POLICY_VERSION_MINIMUM ${this.random.pick(['3.10', '3.30', '""'])})`,
  ];

  /** Statements that depend on the version, through a policy or otherwise. */
  private versioned(): readonly (() => string)[] {
    return [
      () =>
        `string(REGEX MATCHALL "^${this.random.pick(['a', 'a|b', '[ab]', '(a)(b)?'])}" ${this.variable()} "${this.reference()}")`,
      () =>
        `string(REGEX REPLACE "^${this.random.pick(['a', '(a|b)', '.', '[^;]'])}" "<\\\\0>" ${this.variable()} "${this.reference()}")`,
      () =>
        `list(TRANSFORM ${this.variable()} REPLACE "${this.random.pick(['^a', 'a', '(.)b', '^(a|b)'])}" "<\\\\0>")`,
      () => `show_in_macro(${this.many(this.argument, 1, 3)})`,
      () => `show_in_macro("${this.random.pick(['a\\\\nb', 'c\\\\\\\\d', 'e\\\\;f'])}" ${this.argument()})`,
      () =>
        `file(WRITE s.txt ${this.quoted()} "\\nab\\nxb\\n")\nfile(STRINGS s.txt ${this.variable()} REGEX "(.)b")`,
      () =>
        `math(EXPR ${this.variable()} "${this.random.pick(['9223372036854775807 + 1', '1 << 64', '-1 << 2', '3 - -4', '1 x 2', '017 + 1', '-9223372036854775807 - 2'])}")`,
      () =>
        `list(APPEND ${this.variable()} l0 l1)\nlist(GET ${this.variable()} ${this.random.pick(['0', '-1', '0x'])} ${this.variable()})`,
      () =>
        `list(APPEND v0 l0 l1 l2)\nlist(SUBLIST v0 ${this.random.pick(['0', '1', '0x'])} ${this.random.pick(['1', '-1', '2'])} ${this.variable()})`,
      () => `while(${this.random.pick(['0 0', '1 2', '0'])})\nendwhile()`,
      () =>
        `function(g)\ncmake_parse_arguments(PARSE_ARGV 0 p "A" "B" "C")\nmessage("\${p_A} \${p_B} \${p_C} [\${p_KEYWORDS_MISSING_VALUES}]")\nif(DEFINED p_B)\nmessage(defined)\nendif()\nendfunction()\ng(B ${this.random.pick(['""', '', 'x'])} C ${this.argument()})`,
      () =>
        `if(${this.random.pick(['a//b PATH_EQUAL a/b', 'a IN_LIST v0', 'TEST t', 'IS_ABSOLUTE /a'])})\nmessage(yes)\nendif()`,
      () =>
        `foreach(f RANGE ${this.random.below(3)})\nendforeach()\nif(DEFINED f)\nmessage(defined)\nendif()`,
      () =>
        `set(C_${this.variable()} normal)\nset(C_${this.variable()} ${this.argument()} CACHE STRING "")\nmessage("\${C_v0} \${C_v1} \${C_v2}")`,
      () =>
        `option(O_${this.variable()} help ${this.random.pick(['ON', 'OFF', ''])})\nmessage("\${O_v0} \${O_v1}")`,
      () =>
        `string(JSON ${this.variable()} ERROR_VARIABLE e ${this.random.pick(['GET_RAW', 'GET', 'TYPE', 'LENGTH', 'STRING_ENCODE', 'OTHER'])} [[{"a":[1,"x y",{"b":true}]}]] ${this.random.pick(['a', 'a 1', 'a 2', 'a 9', '', 'c'])})\nmessage("\${e}")`,
      () =>
        `function(r)\nset(v0 "in function")\nreturn(${this.random.pick(['', 'PROPAGATE v0'])})\nendfunction()\nr()`,
      ...this.since(3, 29, [
        () =>
          `if(${this.random.pick(['IS_READABLE', 'IS_WRITABLE', 'IS_EXECUTABLE'])} ${this.random.pick(['/', '/bin/sh', '/nothing', '/etc/hostname'])})\nmessage(yes)\nendif()`,
      ]),
      ...this.since(4, 1, [
        () =>
          `string(REGEX REPLACE "${this.random.pick(['x*', 'a?', '(b|)', '$', '^', 'a|', '|a', '(a*)(b?)'])}" "<\\\\0>" ${this.variable()} "${this.reference()}")`,
        () =>
          `string(REGEX MATCHALL "${this.random.pick(['x*', 'a?', '(b|)', '^', '|a', 'a*b*'])}" ${this.variable()} "${this.reference()}")`,
        () => `string(REGEX REPLACE "(a)|(b)" "[\\\\1\\\\2]" ${this.variable()} "${this.reference()}")`,
      ]),
      ...this.since(4, 2, [
        () => `string(REGEX QUOTE ${this.variable()} ${this.quoted()} "a.b*c")`,
        () =>
          `set(CACHE{C_${this.variable()}} ${this.random.pick(['', 'FORCE '])}VALUE ${this.argument()})\nmessage("\${C_v0} $CACHE{C_v1}")`,
        () => `unset(CACHE{C_${this.variable()}})`,
      ]),
      ...this.since(4, 4, [
        () => `set(v2 a ab ${this.word()} ${this.word()})\nlist(TRANSFORM v2 APPLY mark)`,
        () => `set(v2 a ab ${this.word()} ${this.word()})\nlist(TRANSFORM v2 TOUPPER PREDICATE has_a)`,
        () =>
          `set(v2 a ab ${this.word()} ${this.word()})\nlist(FILTER v2 ${this.random.pick(['INCLUDE', 'EXCLUDE'])} PREDICATE has_a)`,
        () =>
          `function(h x)\ncmake_parse_arguments(PARSE_ARGN p "A" "B" "C")\nmessage("\${p_A} \${p_B} \${p_C}")\nendfunction()\nh(${this.word()} B ${this.argument()} A C)`,
        () => `if(DIAGNOSTIC ${this.random.pick(['CMD_AUTHOR', 'CMD_NONE'])})\nmessage(yes)\nendif()`,
      ]),
    ];
  }

  private since(major: number, minor: number, made: readonly (() => string)[]): readonly (() => string)[] {
    return isAtLeast(this.version, major, minor) ? made : [];
  }

  private pick(made: readonly (() => string)[]): string {
    return this.random.pick(made)();
  }

  /** Runs only if the policy is known, because an unknown one ends the script. */
  private withPolicy(make: (id: string) => string): string {
    const id = this.policy();
    return `if(POLICY ${id})\n${make(id)}\nendif()`;
  }

  private show(): string {
    const name = this.variable();
    return `message("${name} [\${${name}}] [\${CMAKE_MATCH_COUNT}:\${CMAKE_MATCH_1}:\${CMAKE_MATCH_2}]")`;
  }

  private variable(): string {
    return this.random.pick(VARIABLES);
  }

  private many(make: () => string, least: number, most: number): string {
    const count = least + this.random.below(most - least + 1);
    return Array.from({ length: count }, make).join(' ');
  }

  private text(chunks: readonly (() => string)[], most: number): string {
    return Array.from({ length: this.random.below(most + 1) }, () => this.random.pick(chunks)()).join('');
  }

  private readonly word = (): string =>
    this.random.pick(['a', 'b', 'ab', 'c', 'x1', '12', '0', 'Foo', 'n_m', '-3', '1.5']);
  private readonly reference = (): string => `\${${this.variable()}}`;

  private quoted(most = 4): string {
    const marks = (): string =>
      this.random.pick([';', ' ', '\\;', '\\\\', '\\"', '[', ']', '\\t', '@', '$', '<', '::', ',']);
    return `"${this.text([this.word, this.word, this.reference, marks], most)}"`;
  }

  private unquoted(): string {
    const marks = (): string => this.random.pick([';', '\\;', '[', ']', '.', ';;']);
    return this.word() + this.text([this.word, this.reference, marks], 3);
  }

  private readonly argument = (): string =>
    this.random.pick([
      () => this.quoted(),
      () => this.unquoted(),
      this.word,
      this.reference,
      () => this.bracket(),
    ])();

  private bracket(): string {
    return this.random.pick(['[[raw ${v0} \\n]]', '[=[a]]b]=]', '[[]]']);
  }

  /** A regular expression in a quoted argument. Letters are escaped twice if necessary. */
  private regex(): string {
    const atom = (depth: number): string => {
      switch (this.random.below(depth > 2 ? 6 : 9)) {
        case 0:
        case 1:
          return this.random.pick(['a', 'b', 'c', 'F', 'o', '1']);
        case 2:
          return this.random.pick(['[ab]', '[^a]', '[a-c]', '[0-9]', '[]a]', '[^;]', '[-a]', '[A-Z_]']);
        case 3:
          return '.';
        case 4:
          return this.random.pick(['\\\\.', ';', '_', ' ']);
        case 5:
          return 'ab';
        default:
          return `(${branches(depth + 1)})`;
      }
    };
    const piece = (depth: number): string => {
      const body = atom(depth);
      // No repetition of a repetition, because CMake takes minutes for ((.+)+)x if there is no x.
      if (!this.random.chance(35) || /^\((.*[*+?|].*|)\)$/.test(body)) return body;
      return body + this.random.pick(['*', '+', '?']);
    };
    const sequence = (depth: number): string =>
      Array.from({ length: 1 + this.random.below(3) }, () => piece(depth)).join('');
    const branches = (depth: number): string =>
      this.random.chance(25) ? `${sequence(depth)}|${sequence(depth)}` : sequence(depth);
    const begin = this.random.chance(15) ? '^' : '';
    return `"${begin}${branches(0)}${this.random.chance(10) ? '$' : ''}"`;
  }

  private expression(depth = 0): string {
    if (depth > 2 || this.random.chance(30))
      return this.random.pick(['1', '2', '7', '0x1f', '10', '-4', '~3']);
    const operator = this.random.pick(['+', '-', '*', '|', '&', '^', '<<', '/ 3 +', '% 5 -']);
    const inner = `${this.expression(depth + 1)} ${operator} ${this.expression(depth + 1)}`;
    return this.random.chance(40) ? `(${inner})` : inner;
  }

  private condition(depth = 0): string {
    const operand = (): string =>
      this.random.pick([() => this.quoted(2), this.word, () => this.variable()])();
    switch (this.random.below(depth > 1 ? 8 : 12)) {
      case 0:
        return this.random.pick([
          'TRUE',
          'OFF',
          '1',
          '0',
          this.variable(),
          `DEFINED ${this.variable()}`,
          'DEFINED nothing',
        ]);
      case 1:
      case 2:
        return `${operand()} STREQUAL ${operand()}`;
      case 3:
        return `${operand()} MATCHES ${this.regex()}`;
      case 4:
        return `${operand()} ${this.random.pick(['LESS', 'GREATER', 'EQUAL', 'LESS_EQUAL'])} ${operand()}`;
      case 5:
        return `${operand()} ${this.random.pick(['VERSION_LESS', 'VERSION_EQUAL', 'STRLESS', 'STRGREATER_EQUAL'])} ${operand()}`;
      case 6:
        return `${operand()} IN_LIST ${this.variable()}`;
      case 7:
        return operand();
      case 8:
        return `NOT ${this.condition(depth + 1)}`;
      case 9:
        return `( ${this.condition(depth + 1)} )`;
      default:
        return `${this.condition(depth + 1)} ${this.random.pick(['AND', 'OR'])} ${this.condition(depth + 1)}`;
    }
  }

  private body(count: number): string {
    this.depth++;
    const lines = Array.from(
      { length: 1 + this.random.below(count) },
      () => `${this.statement()}\n${this.show()}`,
    );
    this.depth--;
    return lines.join('\n');
  }

  private statement(): string {
    if (this.random.chance(8)) return this.pick(this.policyStatements);
    if (this.random.chance(15)) return this.pick(this.versioned());
    return this.pick(this.depth > 2 ? this.simple : [...this.simple, ...this.simple, ...this.blocks]);
  }

  private readonly simple: readonly (() => string)[] = [
    () => `set(${this.variable()} ${this.many(this.argument, 0, 3)})`,
    () => `list(APPEND ${this.variable()} ${this.many(this.argument, 0, 3)})`,
    () => `list(PREPEND ${this.variable()} ${this.many(this.argument, 1, 2)})`,
    () => `list(LENGTH ${this.variable()} ${this.variable()})`,
    () => `list(FIND ${this.variable()} ${this.quoted(2)} ${this.variable()})`,
    () => `list(REMOVE_DUPLICATES ${this.variable()})`,
    () => `list(REVERSE ${this.variable()})`,
    () => `list(SORT ${this.variable()}${this.random.pick(['', ' ORDER DESCENDING', ' CASE INSENSITIVE'])})`,
    () => `list(REMOVE_ITEM ${this.variable()} ${this.many(() => this.quoted(1), 1, 2)})`,
    () => `list(FILTER ${this.variable()} ${this.random.pick(['INCLUDE', 'EXCLUDE'])} REGEX ${this.regex()})`,
    () => `list(JOIN ${this.variable()} ${this.quoted(1)} ${this.variable()})`,
    () =>
      `list(TRANSFORM ${this.variable()} ${this.random.pick(['TOUPPER', 'TOLOWER', 'STRIP', 'APPEND "_s"', 'PREPEND "p"'])})`,
    () => `list(POP_BACK ${this.variable()} ${this.variable()})`,
    () => `list(POP_FRONT ${this.variable()})`,
    () => `list(APPEND ${this.variable()} l0 l1)\nlist(GET ${this.variable()} 0 ${this.variable()})`,
    () => `list(INSERT ${this.variable()} 0 ${this.many(this.argument, 1, 2)} i)`,
    () => `string(APPEND ${this.variable()} ${this.many(this.argument, 0, 3)})`,
    () => `string(PREPEND ${this.variable()} ${this.many(this.argument, 0, 2)})`,
    () => `string(CONCAT ${this.variable()} ${this.many(this.argument, 0, 3)})`,
    () => `string(JOIN ${this.quoted(1)} ${this.variable()} ${this.many(this.argument, 0, 3)})`,
    () => `string(TOUPPER ${this.quoted()} ${this.variable()})`,
    () => `string(STRIP ${this.quoted()} ${this.variable()})`,
    () => `string(LENGTH ${this.quoted()} ${this.variable()})`,
    () => `string(SUBSTRING ${this.quoted()} 0 ${this.random.below(5)} ${this.variable()})`,
    () =>
      `string(FIND ${this.quoted()} ${this.quoted(1)} ${this.variable()}${this.random.pick(['', ' REVERSE'])})`,
    () => `string(REPLACE "${this.word()}" ${this.quoted(2)} ${this.variable()} ${this.quoted()})`,
    () => `string(REGEX MATCH ${this.regex()} ${this.variable()} "${this.reference()}")`,
    () => `string(REGEX MATCHALL ${this.regex()} ${this.variable()} "${this.reference()}")`,
    () =>
      `string(REGEX REPLACE ${this.regex()} "${this.random.pick(['<\\\\0>', '\\\\1', 'x', '', '\\\\0\\\\0'])}" ${this.variable()} "${this.reference()}")`,
    () =>
      `string(COMPARE ${this.random.pick(['LESS', 'EQUAL', 'GREATER'])} ${this.quoted(2)} ${this.quoted(2)} ${this.variable()})`,
    () => `string(MAKE_C_IDENTIFIER ${this.quoted()} ${this.variable()})`,
    () =>
      `string(CONFIGURE "@${this.variable()}@ \\\${${this.variable()}} @nothing@" ${this.variable()}${this.random.pick(['', ' @ONLY', ' ESCAPE_QUOTES'])})`,
    () => `string(SHA1 ${this.variable()} ${this.quoted()})`,
    () => `math(EXPR ${this.variable()} "${this.expression()}")`,
    () => `unset(${this.variable()})`,
    () => `separate_arguments(${this.variable()})`,
    () => `message(${this.many(this.argument, 1, 3)})`,
    () => `message(STATUS ${this.many(this.argument, 1, 2)})`,
    () =>
      `get_filename_component(${this.variable()} "a/${this.word()}/${this.word()}.${this.word()}" ${this.random.pick(['NAME', 'EXT', 'NAME_WE', 'DIRECTORY'])})`,
    () =>
      `cmake_parse_arguments(v0 "A" "B" "C" ${this.many(() => this.random.pick(['A', 'B', 'C', this.argument()]), 0, 5)})\nmessage("\${v0_A} \${v0_B} \${v0_C} \${v0_UNPARSED_ARGUMENTS}")`,
    () => `file(WRITE out_${this.word()}.txt ${this.many(this.argument, 0, 2)})`,
    () => `file(APPEND out_${this.word()}.txt ${this.quoted()})`,
    () => `set(ENV{ITK_WRAP_RANDOM} ${this.quoted()})\nmessage("$ENV{ITK_WRAP_RANDOM}")`,
    () => `set(C_${this.variable()} ${this.argument()} CACHE STRING "")\nmessage("\${C_v0} \${C_v1}")`,
  ];

  private readonly blocks: readonly (() => string)[] = [
    () =>
      `if(${this.condition()})\n${this.body(2)}\nelseif(${this.condition()})\n${this.body(1)}\nelse()\n${this.body(1)}\nendif()`,
    () => `foreach(${this.variable()} ${this.many(this.argument, 0, 3)})\n${this.body(2)}\nendforeach()`,
    () =>
      `foreach(it IN LISTS ${this.variable()} ${this.variable()})\nmessage("it [\${it}]")\n${this.body(1)}\nendforeach()`,
    () =>
      `foreach(z IN ZIP_LISTS ${this.variable()} ${this.variable()})\nmessage("[\${z_0}] [\${z_1}]")\nendforeach()`,
    () =>
      `foreach(n RANGE ${this.random.below(3)} ${3 + this.random.below(4)})\nif(n EQUAL 2)\n${this.random.pick(['break', 'continue'])}()\nendif()\nmessage("n \${n}")\nendforeach()`,
    () => this.definition('function'),
    () => this.definition('macro'),
    () => `block(PROPAGATE ${this.variable()})\n${this.body(2)}\nendblock()`,
  ];

  private definition(kind: 'function' | 'macro'): string {
    const name = `${kind}_${this.functions++}`;
    const inner = `message("${name} \${p} | \${q} | \${ARGC} | \${ARGN} | \${ARGV1} | \${\${p}}")\n${this.body(2)}`;
    const hands =
      kind === 'function'
        ? `set(${this.variable()} "\${p}\${q}" PARENT_SCOPE)`
        : `set(${this.variable()} "\${p}")`;
    const call = `${name}(${this.word()} ${this.word()} ${this.many(this.argument, 0, 3)})`;
    return `${kind}(${name} p q)\n${inner}\n${hands}\nend${kind}()\n${call}\n${call}`;
  }
}
