/** What questions about a member say, in Arabic. */
import { around } from '../../language/mix';
import type { words } from './dialogWords';

export const ar: typeof words = {
  removeFrom: (name, space) => around`إزالة ${name} من ${space}؟`,
  theirRolesAndInvitesThey:
    'تزول أدواره والدعوات التي أنشأها. يبقى ما كتبه. ويمكنه العودة بدعوة أخرى.',
  banFrom: (name, space) => around`حظر ${name} من ${space}؟`,
  theyAreRemovedAndNo: 'يُزال، ولا تعيده أي دعوة حتى يُرفع الحظر. يبقى ما كتبه.',
  reasonOptional: 'السبب (اختياري)',
  onlyThoseSeeItWho: 'لا يراه إلا من له صلاحية الحظر.',
  ban: 'حظر',
  shallTimeOut: (name) => around`إيقاف ${name} مؤقتًا؟`,
  theyCanRead: (space) => around`يمكنه القراءة في ${space}، لكنه لا يكتب ولا يتفاعل ولا يتحدث.`,
  forHowLong: 'المدة',
  timeOut: 'إيقاف مؤقت',
  rolesOf: (name) => around`أدوار ${name}`,
  thereIsNoRoleBelow: 'لا دور دون دورك يمكنك منحه.',
};
