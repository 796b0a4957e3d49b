import type { WorkspaceIndex } from './workspace-index';

/*
 * The names that `.wrap` files of ITK 5.2 to 6 use. They count only if no ITK is indexed, as in a fresh clone of a module
 * without a build. A name that is not listed may belong to another version, so only a similar name is evidence of a mistake.
 */

/** Whether an ITK is indexed, with the files that define its own names. */
export const knowsItk = (index: Pick<WorkspaceIndex, 'definitionsOf'>): boolean =>
  index.definitionsOf('itk_wrap_class').length > 0;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The macros of `Wrapping/`, in lower case. */
export const itkMacros = words(`
  add_template decrement end_wrap_type increment intersection itk_auto_load_and_end_wrap_submodules itk_auto_load_submodules
  itk_end_wrap_class itk_end_wrap_module itk_load_submodule itk_wrap_class itk_wrap_filter_dims itk_wrap_image_filter
  itk_wrap_image_filter_combinations itk_wrap_image_filter_types itk_wrap_include itk_wrap_module itk_wrap_named_class
  itk_wrap_named_simple_class itk_wrap_one_type itk_wrap_simple_class itk_wrap_simple_type itk_wrap_submodule
  itk_wrap_template unique wrap_type
`);

/** The lists of types and dimensions, and other variables in capitals. */
export const itkVariables = words(`
  ITK_WRAP_DIMS ITK_WRAP_IMAGE_DIMS ITK_WRAP_IMAGE_DIMS_INCREMENTED ITK_WRAP_PYTHON ITK_WRAP_VECTOR_COMPONENTS
  ITK_WRAP_VECTOR_COMPONENTS_INCREMENTED WRAP_ITK_ALL_TYPES WRAP_ITK_CMAKE_DIR WRAP_ITK_COLOR WRAP_ITK_COMPLEX_REAL
  WRAP_ITK_COV_VECTOR_REAL WRAP_ITK_GENERATORS WRAP_ITK_INT WRAP_ITK_MODULES WRAP_ITK_REAL WRAP_ITK_RGB WRAP_ITK_RGBA
  WRAP_ITK_RGBA_PIXEL_TYPES WRAP_ITK_RGB_PIXEL_TYPES WRAP_ITK_SCALAR WRAP_ITK_SCALAR_IMAGE_PIXEL_TYPES WRAP_ITK_SIGN_INT
  WRAP_ITK_TYPEDEFS_DIRECTORY WRAP_ITK_USIGN_INT WRAP_ITK_VECTOR WRAP_ITK_VECTOR_REAL
`);

/** Whether a variable is one of those that {@link itkVariables} could list. The options for pixel types are in lower case. */
export const isListedKind = (name: string): boolean => /^(?:WRAP_ITK|ITK_WRAP)_[A-Z_]+$/.test(name);
