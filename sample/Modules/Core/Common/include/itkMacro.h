#ifndef itkMacro_h
#define itkMacro_h

// The macros that classes of this library are written with.

#include "itkIntTypes.h"

#define itkOverrideGetNameOfClassMacro(name) \
  const char * GetNameOfClass() const override { return #name; }

#define itkNewMacro(name)     \
  static Pointer New()        \
  {                           \
    return Pointer(new name); \
  }

#define itkSetMacro(name, type)               \
  virtual void Set##name(type value)          \
  {                                           \
    if (!(this->m_##name == value))           \
    {                                         \
      this->m_##name = value;                 \
      this->Modified();                       \
    }                                         \
  }

#define itkGetConstMacro(name, type) \
  virtual type Get##name() const     \
  {                                  \
    return this->m_##name;           \
  }

#define itkBooleanMacro(name)                      \
  virtual void name##On() { this->Set##name(true); } \
  virtual void name##Off() { this->Set##name(false); }

#endif
