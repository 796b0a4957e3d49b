#ifndef itkCommonEnums_h
#define itkCommonEnums_h

namespace itk
{
/** Enumerations that several classes use. */
class CommonEnums
{
public:
  /** What an image's components are in a file. */
  enum class IOComponent : unsigned char
  {
    UNKNOWNCOMPONENTTYPE = 0,
    UCHAR = 1,
    USHORT = 3,
    SHORT = 4,
    FLOAT = 11,
    DOUBLE = 12
  };

  /** What an image's pixels are in a file. */
  enum class IOPixel : unsigned char
  {
    UNKNOWNPIXELTYPE = 0,
    SCALAR = 1,
    RGB = 2,
    VECTOR = 5
  };
};
} // namespace itk

#endif
