#ifndef itkVector_h
#define itkVector_h

#include "itkFixedArray.h"

namespace itk
{
/** A direction with a length. */
template <typename T, unsigned int VVectorDimension = 3>
class Vector : public FixedArray<T, VVectorDimension>
{
public:
  using Self = Vector;
  using Superclass = FixedArray<T, VVectorDimension>;
  using RealValueType = double;

  Vector() = default;
  Vector(const T & value)
    : Superclass(value)
  {}

  RealValueType
  GetSquaredNorm() const
  {
    RealValueType sum = 0;
    for (unsigned short i = 0; i < VVectorDimension; ++i)
    {
      sum += static_cast<RealValueType>(this->GetElement(i)) * this->GetElement(i);
    }
    return sum;
  }
};
} // namespace itk

#endif
