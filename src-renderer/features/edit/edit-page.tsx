import '../../theme/edit.css';
import '../../theme/edit-trial.css';
import '../../theme/edit-file.css';

export { AddPage } from './add-page.tsx';
export { EditPage } from './edit-server.tsx';
export { FilePage } from './file-problems.tsx';
