itk_module(
  ITKImageIntensity
  DEPENDS
    ITKCommon
  DESCRIPTION "Filters that compute each output pixel from input pixels at the same place."
)
