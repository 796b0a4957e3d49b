#ifndef itkExceptionObject_h
#define itkExceptionObject_h

namespace itk
{
/** What is thrown when something cannot be done. */
class ExceptionObject
{
public:
  explicit ExceptionObject(const char * description)
    : m_Description(description)
  {}

  const char * GetDescription() const { return m_Description; }

private:
  const char * m_Description;
};
} // namespace itk

#endif
