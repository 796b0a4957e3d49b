#ifndef itkIntTypes_h
#define itkIntTypes_h

namespace itk
{
using IdentifierType = unsigned long;
using SizeValueType = unsigned long;
using IndexValueType = signed long;
using OffsetValueType = signed long;
using ModifiedTimeType = unsigned long;
} // namespace itk

#endif
