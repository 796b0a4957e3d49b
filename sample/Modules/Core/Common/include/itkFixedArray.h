#ifndef itkFixedArray_h
#define itkFixedArray_h

namespace itk
{
/** So many values of one type. */
template <typename TValue, unsigned int VLength = 3>
class FixedArray
{
public:
  using Self = FixedArray;
  using ValueType = TValue;
  static constexpr unsigned int Length = VLength;

  FixedArray() = default;
  FixedArray(const ValueType & value) { this->Fill(value); }

  void
  Fill(const ValueType & value)
  {
    for (unsigned int i = 0; i < VLength; ++i)
    {
      m_InternalArray[i] = value;
    }
  }
  static unsigned int Size() { return VLength; }
  const ValueType & GetElement(unsigned short index) const { return m_InternalArray[index]; }
  void SetElement(unsigned short index, const ValueType & value) { m_InternalArray[index] = value; }

private:
  ValueType m_InternalArray[VLength]{};
};
} // namespace itk

#endif
