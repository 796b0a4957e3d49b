#ifndef itkBinaryFunctorImageFilter_h
#define itkBinaryFunctorImageFilter_h

#include "itkImageToImageFilter.h"

namespace itk
{
/** Applies a function of two pixels to each pair of pixels at the same place. */
template <typename TInputImage1, typename TInputImage2, typename TOutputImage, typename TFunction>
class BinaryFunctorImageFilter : public ImageToImageFilter<TInputImage1, TOutputImage>
{
public:
  using Self = BinaryFunctorImageFilter;
  using Superclass = ImageToImageFilter<TInputImage1, TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using FunctorType = TFunction;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(BinaryFunctorImageFilter);

  virtual void SetInput1(const TInputImage1 * image) { this->SetInput(image); }
  virtual void
  SetInput2(const TInputImage2 * image)
  {
    m_Input2 = image;
    this->Modified();
  }

protected:
  BinaryFunctorImageFilter() = default;
  ~BinaryFunctorImageFilter() override = default;

  void
  VerifyPreconditions() const override
  {
    Superclass::VerifyPreconditions();
    if (m_Input2.IsNull() || !(m_Input2->GetBufferedRegion() == this->GetInput()->GetBufferedRegion()))
    {
      throw ExceptionObject("The filter needs two inputs with pixels at the same indices.");
    }
  }

  void
  GenerateData() override
  {
    const TInputImage1 * input = this->GetInput();
    TOutputImage *       output = this->GetOutput();
    output->SetRegions(input->GetBufferedRegion());
    output->Allocate();
    const SizeValueType number = input->GetBufferedRegion().GetNumberOfPixels();
    for (SizeValueType i = 0; i < number; ++i)
    {
      output->GetBufferPointer()[i] = m_Functor(input->GetBufferPointer()[i], m_Input2->GetBufferPointer()[i]);
    }
  }

  TFunction m_Functor{};

private:
  typename TInputImage2::ConstPointer m_Input2;
};
} // namespace itk

#endif
