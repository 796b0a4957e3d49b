#ifndef itkShiftScaleImageFilter_h
#define itkShiftScaleImageFilter_h

#include "itkUnaryFunctorImageFilter.h"

namespace itk
{
namespace Functor
{
template <typename TInput, typename TOutput>
class ShiftScale
{
public:
  TOutput operator()(const TInput & x) const { return static_cast<TOutput>((x + m_Shift) * m_Scale); }

  double m_Shift = 0.0;
  double m_Scale = 1.0;
};
} // namespace Functor

/** Adds to each pixel, then multiplies it. */
template <typename TInputImage, typename TOutputImage>
class ShiftScaleImageFilter
  : public UnaryFunctorImageFilter<
      TInputImage,
      TOutputImage,
      Functor::ShiftScale<typename TInputImage::PixelType, typename TOutputImage::PixelType>>
{
public:
  using Self = ShiftScaleImageFilter;
  using FunctorType = Functor::ShiftScale<typename TInputImage::PixelType, typename TOutputImage::PixelType>;
  using Superclass = UnaryFunctorImageFilter<TInputImage, TOutputImage, FunctorType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(ShiftScaleImageFilter);

  void
  SetShift(double shift)
  {
    this->m_Functor.m_Shift = shift;
    this->Modified();
  }
  void
  SetScale(double scale)
  {
    this->m_Functor.m_Scale = scale;
    this->Modified();
  }

protected:
  ShiftScaleImageFilter() = default;
  ~ShiftScaleImageFilter() override = default;
};
} // namespace itk

#endif
