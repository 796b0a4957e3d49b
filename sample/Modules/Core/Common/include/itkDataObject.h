#ifndef itkDataObject_h
#define itkDataObject_h

#include "itkObject.h"

namespace itk
{
/** What filters take and give. */
class DataObject : public Object
{
public:
  using Self = DataObject;
  using Superclass = Object;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(DataObject);

  virtual void Initialize() {}
  itkSetMacro(ReleaseDataFlag, bool);
  itkGetConstMacro(ReleaseDataFlag, bool);
  itkBooleanMacro(ReleaseDataFlag);

protected:
  DataObject() = default;
  ~DataObject() override = default;

private:
  bool m_ReleaseDataFlag = false;
};
} // namespace itk

#endif
