/** The part of sql.js that is used here. Its published types bring Emscripten's globals along, which clash with others. */
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
