import { TokenStream, type Comment } from './lexer';

/** All comments of a text in order, with absolute offsets. One without an end is a syntax problem and not among them. */
export function commentsIn(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  const stream = new TokenStream(text, 0, comments);
  while (stream.next());
  return comments;
}
