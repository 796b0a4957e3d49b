/**
 * The options with which the wheels of `itk` on PyPI are built, on all platforms. Source: ITKPythonPackage,
 * scripts/internal/manylinux-build-wheels.sh and scripts/windows_build_wheels.py, unchanged from ITK 5.3 to 6.
 */
export const WHEEL_OPTIONS: Readonly<Record<string, string>> = {
  ITK_WRAP_PYTHON: 'ON',
  ITK_WRAP_unsigned_short: 'ON',
  ITK_WRAP_double: 'ON',
  ITK_WRAP_complex_double: 'ON',
  ITK_WRAP_IMAGE_DIMS: '2;3;4',
};
