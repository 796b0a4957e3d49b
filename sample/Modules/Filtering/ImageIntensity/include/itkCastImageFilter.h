#ifndef itkCastImageFilter_h
#define itkCastImageFilter_h

#include "itkUnaryFunctorImageFilter.h"

namespace itk
{
namespace Functor
{
template <typename TInput, typename TOutput>
class Cast
{
public:
  TOutput operator()(const TInput & x) const { return static_cast<TOutput>(x); }
};
} // namespace Functor

/** Each pixel, as one of another type. */
template <typename TInputImage, typename TOutputImage>
class CastImageFilter
  : public UnaryFunctorImageFilter<
      TInputImage,
      TOutputImage,
      Functor::Cast<typename TInputImage::PixelType, typename TOutputImage::PixelType>>
{
public:
  using Self = CastImageFilter;
  using FunctorType = Functor::Cast<typename TInputImage::PixelType, typename TOutputImage::PixelType>;
  using Superclass = UnaryFunctorImageFilter<TInputImage, TOutputImage, FunctorType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(CastImageFilter);

protected:
  CastImageFilter() = default;
  ~CastImageFilter() override = default;
};
} // namespace itk

#endif
