#ifndef itkImageSource_h
#define itkImageSource_h

#include "itkImage.h"
#include "itkProcessObject.h"

namespace itk
{
/** A filter that gives an image. */
template <typename TOutputImage>
class ImageSource : public ProcessObject
{
public:
  using Self = ImageSource;
  using Superclass = ProcessObject;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using OutputImageType = TOutputImage;

  itkOverrideGetNameOfClassMacro(ImageSource);

  OutputImageType * GetOutput() { return m_Output.GetPointer(); }

protected:
  ImageSource()
    : m_Output(OutputImageType::New())
  {}
  ~ImageSource() override = default;

private:
  typename OutputImageType::Pointer m_Output;
};
} // namespace itk

#endif
