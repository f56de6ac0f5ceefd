/** HTML of the view's webview. */
import * as vscode from 'vscode';

/** The page around the webview's bundle: the policy allows that one script and no other origin. */
export function viewPage(webview: vscode.Webview, dist: vscode.Uri): string {
  const script = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js'));
  const styles = webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.css'));
  const policy = [
    "default-src 'none'",
    `script-src ${webview.cspSource}`,
    // The component kit inserts its own style elements.
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${styles.toString()}">
    <title>Floorplan and Timeline</title>
  </head>
  <body>
    <script src="${script.toString()}"></script>
  </body>
</html>`;
}
