/** The programs that Node runs, in one bundle: each needs the whole engine, which a package must not hold twice. */

/** Loads the language server, which starts at once. */
export const languageServer = () => import('./main.node');

/** Loads the `exeunt` command, which runs at once with the arguments of this process. */
export const commandLine = () => import('./command-line');
