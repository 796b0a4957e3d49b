#ifndef itkSize_h
#define itkSize_h

#include "itkIntTypes.h"

namespace itk
{
/** An extent in pixels, in each dimension. */
template <unsigned int VDimension = 2>
struct Size
{
  using Self = Size;
  using SizeValueType = itk::SizeValueType;
  static constexpr unsigned int Dimension = VDimension;

  static constexpr unsigned int GetSizeDimension() { return VDimension; }
  SizeValueType GetElement(unsigned long element) const { return m_InternalArray[element]; }
  void SetElement(unsigned long element, SizeValueType value) { m_InternalArray[element] = value; }
  bool
  operator==(const Self & other) const
  {
    for (unsigned int i = 0; i < VDimension; ++i)
    {
      if (m_InternalArray[i] != other.m_InternalArray[i])
      {
        return false;
      }
    }
    return true;
  }

  SizeValueType m_InternalArray[VDimension];
};
} // namespace itk

#endif
