/** The part of sql.js that we use. Its published types include Emscripten's globals, which clash with other types. */
declare module 'sql.js' {
  export interface SqlJsStatic {
    Database: new (data: Uint8Array) => SqlDatabase;
  }
  export interface SqlDatabase {
    exec(sql: string): { columns: string[]; values: unknown[][] }[];
    close(): void;
  }
  export default function initSqlJs(config: { wasmBinary: ArrayBuffer }): Promise<SqlJsStatic>;
}
