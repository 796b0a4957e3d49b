#ifndef itkImageRegion_h
#define itkImageRegion_h

#include "itkIndex.h"
#include "itkSize.h"

namespace itk
{
/** A box of pixels. */
template <unsigned int VImageDimension>
class ImageRegion
{
public:
  using Self = ImageRegion;
  using IndexType = Index<VImageDimension>;
  using SizeType = Size<VImageDimension>;

  ImageRegion() = default;
  ImageRegion(const IndexType & index, const SizeType & size)
    : m_Index(index)
    , m_Size(size)
  {}

  void SetIndex(const IndexType & index) { m_Index = index; }
  const IndexType & GetIndex() const { return m_Index; }
  void SetSize(const SizeType & size) { m_Size = size; }
  const SizeType & GetSize() const { return m_Size; }

  SizeValueType
  GetNumberOfPixels() const
  {
    SizeValueType number = 1;
    for (unsigned int i = 0; i < VImageDimension; ++i)
    {
      number *= m_Size.GetElement(i);
    }
    return number;
  }
  bool
  IsInside(const IndexType & index) const
  {
    for (unsigned int i = 0; i < VImageDimension; ++i)
    {
      const OffsetValueType distance = index.GetElement(i) - m_Index.GetElement(i);
      if (distance < 0 || static_cast<SizeValueType>(distance) >= m_Size.GetElement(i))
      {
        return false;
      }
    }
    return true;
  }
  bool operator==(const Self & other) const { return m_Index == other.m_Index && m_Size == other.m_Size; }

private:
  IndexType m_Index{};
  SizeType  m_Size{};
};
} // namespace itk

#endif
