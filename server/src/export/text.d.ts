/** Files that are copied into exported folders, imported as text. */
declare module '*.tcl' {
  const text: string;
  export default text;
}
declare module '*.c' {
  const text: string;
  export default text;
}
declare module '*.h' {
  const text: string;
  export default text;
}
declare module '*.cpp' {
  const text: string;
  export default text;
}
declare module '*.hpp' {
  const text: string;
  export default text;
}
declare module '*.py' {
  const text: string;
  export default text;
}
declare module '*.dts' {
  const text: string;
  export default text;
}
declare module '*.mk' {
  const text: string;
  export default text;
}
