/**
 * Runs a script's `main`, which gives its exit code. An error is told by its message, without a stack, which says nothing to
 * who runs the script; ITK_WRAPPING_DEBUG shows it.
 */
export async function script(main) {
  try {
    process.exit((await main()) ?? 0);
  } catch (error) {
    console.error(`\n✗ ${process.env.ITK_WRAPPING_DEBUG ? error.stack : error.message}`);
    process.exit(1);
  }
}
