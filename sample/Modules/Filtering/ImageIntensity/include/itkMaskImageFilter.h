#ifndef itkMaskImageFilter_h
#define itkMaskImageFilter_h

#include "itkBinaryFunctorImageFilter.h"

namespace itk
{
namespace Functor
{
template <typename TInput1, typename TInput2, typename TOutput>
class Mask
{
public:
  TOutput operator()(const TInput1 & x, const TInput2 & mask) const
  {
    return mask != TInput2{} ? static_cast<TOutput>(x) : m_OutsideValue;
  }

  TOutput m_OutsideValue{};
};
} // namespace Functor

/** The pixels that a mask covers; elsewhere a value of its own. */
template <typename TInputImage, typename TMaskImage, typename TOutputImage = TInputImage>
class MaskImageFilter
  : public BinaryFunctorImageFilter<
      TInputImage,
      TMaskImage,
      TOutputImage,
      Functor::Mask<typename TInputImage::PixelType, typename TMaskImage::PixelType, typename TOutputImage::PixelType>>
{
public:
  using Self = MaskImageFilter;
  using FunctorType =
    Functor::Mask<typename TInputImage::PixelType, typename TMaskImage::PixelType, typename TOutputImage::PixelType>;
  using Superclass = BinaryFunctorImageFilter<TInputImage, TMaskImage, TOutputImage, FunctorType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(MaskImageFilter);

  void SetMaskImage(const TMaskImage * mask) { this->SetInput2(mask); }
  void
  SetOutsideValue(const typename TOutputImage::PixelType & value)
  {
    this->m_Functor.m_OutsideValue = value;
    this->Modified();
  }

protected:
  MaskImageFilter() = default;
  ~MaskImageFilter() override = default;
};
} // namespace itk

#endif
