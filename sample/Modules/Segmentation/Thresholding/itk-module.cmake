itk_module(
  ITKThresholding
  DEPENDS
    ITKCommon
    ITKImageIntensity
  DESCRIPTION "Filters that compare pixels with thresholds."
)
