/** Comments of a text, which the tree does not contain. */
import { TokenStream, type Comment } from './lexer';

/** All comments of a text in order, with absolute offsets. An unclosed comment is a syntax problem and not included. */
export function commentsIn(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  const stream = new TokenStream(text, 0, comments);
  while (stream.next());
  return comments;
}
