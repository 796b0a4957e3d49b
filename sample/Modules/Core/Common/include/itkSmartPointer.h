#ifndef itkSmartPointer_h
#define itkSmartPointer_h

namespace itk
{
/** Shares an object that counts its references (LightObject and its kind). */
template <typename TObjectType>
class SmartPointer
{
public:
  using ObjectType = TObjectType;

  SmartPointer() = default;
  SmartPointer(ObjectType * object)
    : m_Pointer(object)
  {
    this->Register();
  }
  SmartPointer(const SmartPointer & other)
    : m_Pointer(other.m_Pointer)
  {
    this->Register();
  }
  ~SmartPointer() { this->UnRegister(); }

  SmartPointer &
  operator=(const SmartPointer & other)
  {
    SmartPointer copy(other);
    ObjectType * mine = this->m_Pointer;
    this->m_Pointer = copy.m_Pointer;
    copy.m_Pointer = mine;
    return *this;
  }

  ObjectType * operator->() const { return m_Pointer; }
  ObjectType * GetPointer() const { return m_Pointer; }
  bool IsNull() const { return m_Pointer == nullptr; }

private:
  void
  Register()
  {
    if (m_Pointer)
    {
      m_Pointer->Register();
    }
  }
  void
  UnRegister()
  {
    if (m_Pointer)
    {
      m_Pointer->UnRegister();
    }
  }

  ObjectType * m_Pointer = nullptr;
};
} // namespace itk

#endif
