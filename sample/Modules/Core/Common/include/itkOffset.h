#ifndef itkOffset_h
#define itkOffset_h

#include "itkIntTypes.h"

namespace itk
{
/** The way from one pixel to another, in each dimension. */
template <unsigned int VDimension = 2>
struct Offset
{
  using Self = Offset;
  using OffsetValueType = itk::OffsetValueType;
  static constexpr unsigned int Dimension = VDimension;

  static constexpr unsigned int GetOffsetDimension() { return VDimension; }
  OffsetValueType GetElement(unsigned long element) const { return m_InternalArray[element]; }
  void SetElement(unsigned long element, OffsetValueType value) { m_InternalArray[element] = value; }
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

  OffsetValueType m_InternalArray[VDimension];
};
} // namespace itk

#endif
