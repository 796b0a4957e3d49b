#ifndef itkImageBase_h
#define itkImageBase_h

#include "itkDataObject.h"
#include "itkImageRegion.h"
#include "itkVector.h"

namespace itk
{
/** What images of all pixel types have: a region, and a spacing. */
template <unsigned int VImageDimension = 2>
class ImageBase : public DataObject
{
public:
  using Self = ImageBase;
  using Superclass = DataObject;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using IndexType = Index<VImageDimension>;
  using SizeType = Size<VImageDimension>;
  using RegionType = ImageRegion<VImageDimension>;
  using SpacingType = Vector<double, VImageDimension>;
  static constexpr unsigned int ImageDimension = VImageDimension;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(ImageBase);

  static unsigned int GetImageDimension() { return VImageDimension; }
  virtual void
  SetRegions(const RegionType & region)
  {
    m_Region = region;
    this->Modified();
  }
  virtual void SetRegions(const SizeType & size) { this->SetRegions(RegionType(IndexType{}, size)); }
  virtual const RegionType & GetLargestPossibleRegion() const { return m_Region; }
  virtual void
  SetSpacing(const SpacingType & spacing)
  {
    m_Spacing = spacing;
    this->Modified();
  }
  virtual const SpacingType & GetSpacing() const { return m_Spacing; }
  virtual void Allocate(bool initializePixels = false) {}

protected:
  ImageBase() = default;
  ~ImageBase() override = default;

private:
  RegionType  m_Region{};
  SpacingType m_Spacing{ 1.0 };
};
} // namespace itk

#endif
