#ifndef itkBinaryThresholdImageFilter_h
#define itkBinaryThresholdImageFilter_h

#include "itkUnaryFunctorImageFilter.h"

namespace itk
{
namespace Functor
{
template <typename TInput, typename TOutput>
class BinaryThreshold
{
public:
  TOutput operator()(const TInput & x) const
  {
    return !(x < m_LowerThreshold) && !(m_UpperThreshold < x) ? m_InsideValue : m_OutsideValue;
  }

  TInput  m_LowerThreshold{};
  TInput  m_UpperThreshold{};
  TOutput m_InsideValue = 1;
  TOutput m_OutsideValue = 0;
};
} // namespace Functor

/** One value between two thresholds, another elsewhere. */
template <typename TInputImage, typename TOutputImage>
class BinaryThresholdImageFilter
  : public UnaryFunctorImageFilter<
      TInputImage,
      TOutputImage,
      Functor::BinaryThreshold<typename TInputImage::PixelType, typename TOutputImage::PixelType>>
{
public:
  using Self = BinaryThresholdImageFilter;
  using FunctorType = Functor::BinaryThreshold<typename TInputImage::PixelType, typename TOutputImage::PixelType>;
  using Superclass = UnaryFunctorImageFilter<TInputImage, TOutputImage, FunctorType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(BinaryThresholdImageFilter);

  void
  SetLowerThreshold(const typename TInputImage::PixelType & threshold)
  {
    this->m_Functor.m_LowerThreshold = threshold;
    this->Modified();
  }
  void
  SetUpperThreshold(const typename TInputImage::PixelType & threshold)
  {
    this->m_Functor.m_UpperThreshold = threshold;
    this->Modified();
  }

protected:
  BinaryThresholdImageFilter() = default;
  ~BinaryThresholdImageFilter() override = default;
};
} // namespace itk

#endif
