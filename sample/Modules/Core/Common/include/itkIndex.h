#ifndef itkIndex_h
#define itkIndex_h

#include "itkIntTypes.h"

namespace itk
{
/** A pixel's place, in each dimension. */
template <unsigned int VDimension = 2>
struct Index
{
  using Self = Index;
  using IndexValueType = itk::IndexValueType;
  static constexpr unsigned int Dimension = VDimension;

  static constexpr unsigned int GetIndexDimension() { return VDimension; }
  IndexValueType GetElement(unsigned long element) const { return m_InternalArray[element]; }
  void SetElement(unsigned long element, IndexValueType value) { m_InternalArray[element] = value; }
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

  IndexValueType m_InternalArray[VDimension];
};
} // namespace itk

#endif
