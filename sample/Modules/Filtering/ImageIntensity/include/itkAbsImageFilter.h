#ifndef itkAbsImageFilter_h
#define itkAbsImageFilter_h

#include "itkUnaryFunctorImageFilter.h"

namespace itk
{
namespace Functor
{
template <typename TInput, typename TOutput>
class Abs
{
public:
  TOutput operator()(const TInput & x) const { return static_cast<TOutput>(x < TInput{} ? -x : x); }
};
} // namespace Functor

/** The absolute value of each pixel. */
template <typename TInputImage, typename TOutputImage>
class AbsImageFilter
  : public UnaryFunctorImageFilter<
      TInputImage,
      TOutputImage,
      Functor::Abs<typename TInputImage::PixelType, typename TOutputImage::PixelType>>
{
public:
  using Self = AbsImageFilter;
  using FunctorType = Functor::Abs<typename TInputImage::PixelType, typename TOutputImage::PixelType>;
  using Superclass = UnaryFunctorImageFilter<TInputImage, TOutputImage, FunctorType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(AbsImageFilter);

protected:
  AbsImageFilter() = default;
  ~AbsImageFilter() override = default;
};
} // namespace itk

#endif
