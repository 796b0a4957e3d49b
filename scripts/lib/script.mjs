/**
 * Runs a script's `main`, which returns its exit code. An error is printed as its message, because a stack trace does not
 * help the user of a script. ITK_WRAPPING_DEBUG shows the trace.
 */
export async function script(main) {
  try {
    process.exit((await main()) ?? 0);
  } catch (error) {
    console.error(`\n✗ ${process.env.ITK_WRAPPING_DEBUG ? error.stack : error.message}`);
    process.exit(1);
  }
}
