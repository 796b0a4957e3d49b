#ifndef itkThresholdImageFilter_h
#define itkThresholdImageFilter_h

#include "itkImageToImageFilter.h"

namespace itk
{
/** What a ThresholdImageFilter replaces. */
class ThresholdImageFilterEnums
{
public:
  enum class Replace : unsigned char
  {
    Below = 0,
    Above = 1
  };
};

/** Replaces the pixels on one side of a threshold. */
template <typename TImage>
class ThresholdImageFilter : public ImageToImageFilter<TImage, TImage>
{
public:
  using Self = ThresholdImageFilter;
  using Superclass = ImageToImageFilter<TImage, TImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using PixelType = typename TImage::PixelType;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(ThresholdImageFilter);

  itkSetMacro(OutsideValue, PixelType);
  itkGetConstMacro(OutsideValue, PixelType);

  void
  ThresholdAbove(const PixelType & threshold)
  {
    m_Threshold = threshold;
    m_Replace = ThresholdImageFilterEnums::Replace::Above;
    this->Modified();
  }
  void
  ThresholdBelow(const PixelType & threshold)
  {
    m_Threshold = threshold;
    m_Replace = ThresholdImageFilterEnums::Replace::Below;
    this->Modified();
  }

protected:
  ThresholdImageFilter() = default;
  ~ThresholdImageFilter() override = default;

  void
  GenerateData() override
  {
    const TImage * input = this->GetInput();
    TImage *       output = this->GetOutput();
    output->SetRegions(input->GetBufferedRegion());
    output->Allocate();
    const bool above = m_Replace == ThresholdImageFilterEnums::Replace::Above;
    for (SizeValueType i = 0; i < input->GetBufferedRegion().GetNumberOfPixels(); ++i)
    {
      const PixelType & pixel = input->GetBufferPointer()[i];
      const bool        replaced = above ? m_Threshold < pixel : pixel < m_Threshold;
      output->GetBufferPointer()[i] = replaced ? m_OutsideValue : pixel;
    }
  }

private:
  PixelType                          m_Threshold{};
  PixelType                          m_OutsideValue{};
  ThresholdImageFilterEnums::Replace m_Replace = ThresholdImageFilterEnums::Replace::Above;
};
} // namespace itk

#endif
