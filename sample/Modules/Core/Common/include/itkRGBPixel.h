#ifndef itkRGBPixel_h
#define itkRGBPixel_h

#include "itkFixedArray.h"

namespace itk
{
/** A colour. */
template <typename TComponent = unsigned short>
class RGBPixel : public FixedArray<TComponent, 3>
{
public:
  using Self = RGBPixel;
  using Superclass = FixedArray<TComponent, 3>;
  using ComponentType = TComponent;

  RGBPixel() = default;
  RGBPixel(const TComponent & grey)
    : Superclass(grey)
  {}

  const ComponentType & GetRed() const { return this->GetElement(0); }
  const ComponentType & GetGreen() const { return this->GetElement(1); }
  const ComponentType & GetBlue() const { return this->GetElement(2); }
  void
  Set(ComponentType red, ComponentType green, ComponentType blue)
  {
    this->SetElement(0, red);
    this->SetElement(1, green);
    this->SetElement(2, blue);
  }
};
} // namespace itk

#endif
