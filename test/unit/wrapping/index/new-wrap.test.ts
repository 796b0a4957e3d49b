import assert from 'node:assert/strict';
import path from 'node:path';
import { newWrapText, placeOfNewWrap } from '../../../../server/src/wrapping/index/new-wrap';

const types = ['WRAP_ITK_REAL'];

describe('the text of a new .wrap file', () => {
  it('wraps an image filter', () => {
    const template = 'typename TInputImage, typename TOutputImage = TInputImage';
    const text = newWrapText({ className: 'itk::FooImageFilter', template, superclass: 'Super', types });
    assert.equal(
      text,
      'itk_wrap_class("itk::FooImageFilter" POINTER)\n  itk_wrap_image_filter("${WRAP_ITK_REAL}" 2)\nitk_end_wrap_class()\n',
    );
  });

  it('wraps a template with a type and a dimension', () => {
    const template = 'typename T, unsigned int VDimension = 3';
    const text = newWrapText({ className: 'itk::Point', template, superclass: null, types });
    assert.match(text, /^itk_wrap_class\("itk::Point"\)\n/);
    assert.match(text, /itk_wrap_template\("\$\{ITKM_\$\{t\}\}" "\$\{ITKT_\$\{t\}\}"\)/);
    const both = newWrapText({
      className: 'itk::Point',
      template: 'typename T, unsigned int VDimension',
      superclass: null,
      types,
    });
    assert.match(both, /itk_wrap_template\("\$\{ITKM_\$\{t\}\}\$\{d\}" "\$\{ITKT_\$\{t\}\},\$\{d\}"\)/);
  });

  it('wraps a class that is not a template', () => {
    assert.equal(
      newWrapText({ className: 'itk::Object', template: null, superclass: 'LightObject', types: [] }),
      'itk_wrap_simple_class("itk::Object" POINTER)\n',
    );
  });

  it('belongs next to the other .wrap files of its module', () => {
    const header = path.resolve('/src/Modules/Core/Common/include/itkSample.h');
    assert.deepEqual(placeOfNewWrap(header, 'itk::Statistics::Sample'), {
      file: path.resolve('/src/Modules/Core/Common/wrapping/itkSample.wrap'),
      module: 'Common',
    });
  });
});
