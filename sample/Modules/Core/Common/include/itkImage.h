#ifndef itkImage_h
#define itkImage_h

#include "itkImageBase.h"

namespace itk
{
/** Pixels on a regular grid, in a buffer of its own. */
template <typename TPixel, unsigned int VImageDimension = 2>
class Image : public ImageBase<VImageDimension>
{
public:
  using Self = Image;
  using Superclass = ImageBase<VImageDimension>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using PixelType = TPixel;
  using IndexType = typename Superclass::IndexType;
  using RegionType = typename Superclass::RegionType;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(Image);

  void
  Allocate(bool = false) override
  {
    delete[] m_Buffer;
    m_Buffer = new TPixel[this->GetLargestPossibleRegion().GetNumberOfPixels()]{};
  }
  void
  FillBuffer(const TPixel & value)
  {
    for (SizeValueType i = 0; i < this->GetLargestPossibleRegion().GetNumberOfPixels(); ++i)
    {
      m_Buffer[i] = value;
    }
  }
  const TPixel & GetPixel(const IndexType & index) const { return m_Buffer[this->ComputeOffset(index)]; }
  void SetPixel(const IndexType & index, const TPixel & value) { m_Buffer[this->ComputeOffset(index)] = value; }
  TPixel * GetBufferPointer() { return m_Buffer; }
  const TPixel * GetBufferPointer() const { return m_Buffer; }

protected:
  Image() = default;
  ~Image() override { delete[] m_Buffer; }

private:
  OffsetValueType
  ComputeOffset(const IndexType & index) const
  {
    OffsetValueType offset = 0;
    for (unsigned int i = VImageDimension; i-- > 0;)
    {
      const RegionType & region = this->GetLargestPossibleRegion();
      offset = offset * static_cast<OffsetValueType>(region.GetSize().GetElement(i)) + index.GetElement(i) -
               region.GetIndex().GetElement(i);
    }
    return offset;
  }

  TPixel * m_Buffer = nullptr;
};
} // namespace itk

#endif
