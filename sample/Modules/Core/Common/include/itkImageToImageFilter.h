#ifndef itkImageToImageFilter_h
#define itkImageToImageFilter_h

#include "itkImageSource.h"

namespace itk
{
/** A filter that makes one image of another. */
template <typename TInputImage, typename TOutputImage = TInputImage>
class ImageToImageFilter : public ImageSource<TOutputImage>
{
public:
  using Self = ImageToImageFilter;
  using Superclass = ImageSource<TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using InputImageType = TInputImage;

  itkOverrideGetNameOfClassMacro(ImageToImageFilter);

  virtual void
  SetInput(const InputImageType * image)
  {
    m_Input = image;
    this->Modified();
  }
  const InputImageType * GetInput() const { return m_Input.GetPointer(); }

protected:
  ImageToImageFilter() = default;
  ~ImageToImageFilter() override = default;

  void
  VerifyPreconditions() const override
  {
    if (m_Input.IsNull())
    {
      throw ExceptionObject("The filter has no input: call SetInput().");
    }
  }

private:
  typename InputImageType::ConstPointer m_Input;
};
} // namespace itk

#endif
