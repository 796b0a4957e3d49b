#ifndef itkUnaryFunctorImageFilter_h
#define itkUnaryFunctorImageFilter_h

#include "itkImageToImageFilter.h"

namespace itk
{
/** Applies a function of one pixel to each pixel. */
template <typename TInputImage, typename TOutputImage, typename TFunction>
class UnaryFunctorImageFilter : public ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  using Self = UnaryFunctorImageFilter;
  using Superclass = ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using FunctorType = TFunction;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(UnaryFunctorImageFilter);

protected:
  UnaryFunctorImageFilter() = default;
  ~UnaryFunctorImageFilter() override = default;

  void
  GenerateData() override
  {
    const TInputImage * input = this->GetInput();
    TOutputImage *      output = this->GetOutput();
    output->SetRegions(input->GetBufferedRegion());
    output->Allocate();
    const SizeValueType number = input->GetBufferedRegion().GetNumberOfPixels();
    for (SizeValueType i = 0; i < number; ++i)
    {
      output->GetBufferPointer()[i] = m_Functor(input->GetBufferPointer()[i]);
    }
    this->UpdateProgress(1.0F);
  }

  TFunction m_Functor{};
};
} // namespace itk

#endif
