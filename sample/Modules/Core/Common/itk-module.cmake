itk_module(
  ITKCommon
  DESCRIPTION "Objects, small vectors, images, and the filters' base classes."
)
