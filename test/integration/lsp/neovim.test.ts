import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/** A script for Neovim. It starts the server over stdio, waits for its answers about a file, and writes them down. */
const script = (wrap: string, folder: string, output: string): string => `
local result = {}
local client = vim.lsp.start_client({
  name = 'itk-wrap',
  cmd = { ${JSON.stringify(process.execPath)}, ${JSON.stringify(path.join(root, 'dist/itk-wrap.js'))}, 'lsp', '--stdio' },
  root_dir = ${JSON.stringify(folder)},
  workspace_folders = { { uri = vim.uri_from_fname(${JSON.stringify(folder)}), name = 'sample' } },
})
vim.cmd('edit ' .. ${JSON.stringify(wrap)})
vim.lsp.buf_attach_client(0, client)
local ready = vim.wait(20000, function() return vim.lsp.buf_get_clients(0)[client] ~= nil end, 20)
result.ready = ready
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 10000) or {}
  return (answers[client] or {}).result
end
local document = { uri = vim.uri_from_bufnr(0) }
local class = { textDocument = document, position = { line = 0, character = 20 } }
vim.wait(20000, function()
  local found = ask('textDocument/definition', { textDocument = document, position = { line = 0, character = 3 } })
  result.definition = found
  return found and #found > 0
end, 200)
vim.wait(20000, function()
  result.hover = ask('textDocument/hover', class)
  return result.hover ~= nil and result.hover ~= vim.NIL
end, 200)
result.symbols = ask('textDocument/documentSymbol', { textDocument = document })
result.lenses = ask('textDocument/codeLens', { textDocument = document })
vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'itk_wrap_tem' })
local completion = ask('textDocument/completion', { textDocument = document, position = { line = 2, character = 12 } })
result.completion = vim.lsp.util.text_document_completion_list_to_complete_items(completion, 'itk_wrap_tem')
vim.api.nvim_buf_set_lines(0, 2, 3, false, { 'itk_end_wrap_class()' })
result.diagnosed = vim.wait(20000, function()
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == 'end-without-class' or (one.user_data and one.user_data.lsp.code == 'end-without-class') then return true end
  end
  return false
end, 50)
local file = io.open(${JSON.stringify(output)}, 'w')
file:write(vim.fn.json_encode(result))
file:close()
vim.cmd('qall!')
`;

describe('the language server with Neovim', () => {
  let sample: SampleCopy;
  let dir: string;
  before(async function () {
    this.timeout(120_000);
    execFileSync('nvim', ['--version'], { stdio: 'ignore' });
    sample = await sampleCopy({ configureOnly: true });
    dir = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-neovim-'));
  });
  after(async () => {
    await sample?.remove();
    if (dir) await rm(dir, { recursive: true, force: true });
  });

  it('answers Neovim’s own client: definition, hover, symbols, completion, and diagnostics while typing', async () => {
    const wrap = path.join(sample.source, 'Modules/Core/Common/wrapping/itkImage.wrap');
    await writeFile(wrap, 'itk_wrap_class("itk::Image" POINTER)\nitk_end_wrap_class()\n');
    const output = path.join(dir, 'result.json');
    const lua = path.join(dir, 'try.lua');
    await writeFile(lua, script(wrap, sample.source, output));
    await promisify(execFile)('nvim', ['--headless', '--clean', '-n', '-c', `luafile ${lua}`], {
      timeout: 100_000,
      env: {
        ...process.env,
        ITK_WRAP_CACHE: sample.store,
        XDG_STATE_HOME: dir,
        XDG_DATA_HOME: dir,
        HOME: dir,
      },
    });
    const result = JSON.parse(await readFile(output, 'utf8'));
    assert.equal(result.ready, true);
    assert.match(result.definition[0].targetUri, /\.cmake$/);
    assert.match(result.hover.contents.value, /itk::Image/);
    // Commands and icons are only for VS Code.
    assert.doesNotMatch(result.hover.contents.value, /command:|\$\(/);
    const lenses = result.lenses as { command: { title: string } }[];
    assert.ok(lenses.every(({ command }) => !command.title.includes('$(')));
    assert.equal(result.completion[0].word, 'itk_wrap_template');
    assert.equal(result.symbols[0].name, 'itk::Image');
    assert.equal(result.diagnosed, true);
  }).timeout(120_000);
});
