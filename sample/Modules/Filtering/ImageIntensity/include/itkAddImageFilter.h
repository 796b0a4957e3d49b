#ifndef itkAddImageFilter_h
#define itkAddImageFilter_h

#include "itkBinaryFunctorImageFilter.h"

namespace itk
{
namespace Functor
{
template <typename TInput1, typename TInput2, typename TOutput>
class Add
{
public:
  TOutput operator()(const TInput1 & a, const TInput2 & b) const { return static_cast<TOutput>(a + b); }
};
} // namespace Functor

/** The sum of two images. */
template <typename TInputImage1, typename TInputImage2, typename TOutputImage = TInputImage1>
class AddImageFilter
  : public BinaryFunctorImageFilter<
      TInputImage1,
      TInputImage2,
      TOutputImage,
      Functor::Add<typename TInputImage1::PixelType, typename TInputImage2::PixelType, typename TOutputImage::PixelType>>
{
public:
  using Self = AddImageFilter;
  using FunctorType =
    Functor::Add<typename TInputImage1::PixelType, typename TInputImage2::PixelType, typename TOutputImage::PixelType>;
  using Superclass = BinaryFunctorImageFilter<TInputImage1, TInputImage2, TOutputImage, FunctorType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(AddImageFilter);

protected:
  AddImageFilter() = default;
  ~AddImageFilter() override = default;
};
} // namespace itk

#endif
