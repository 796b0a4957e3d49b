#ifndef itkImage_h
#define itkImage_h

#include "itkExceptionObject.h"
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
    TPixel * buffer = new TPixel[this->GetLargestPossibleRegion().GetNumberOfPixels()]{};
    delete[] m_Buffer;
    m_Buffer = buffer;
    m_BufferedRegion = this->GetLargestPossibleRegion();
  }
  /** The pixels that Allocate() made room for. */
  const RegionType & GetBufferedRegion() const { return m_BufferedRegion; }
  void
  FillBuffer(const TPixel & value)
  {
    for (SizeValueType i = 0; i < m_BufferedRegion.GetNumberOfPixels(); ++i)
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
    if (!m_BufferedRegion.IsInside(index))
    {
      throw ExceptionObject("The image has no pixel at this index. Was Allocate() called?");
    }
    OffsetValueType offset = 0;
    for (unsigned int i = VImageDimension; i-- > 0;)
    {
      offset = offset * static_cast<OffsetValueType>(m_BufferedRegion.GetSize().GetElement(i)) + index.GetElement(i) -
               m_BufferedRegion.GetIndex().GetElement(i);
    }
    return offset;
  }

  TPixel *   m_Buffer = nullptr;
  RegionType m_BufferedRegion{};
};
} // namespace itk

#endif
