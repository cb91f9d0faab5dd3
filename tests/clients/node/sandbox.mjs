// Cards of the sandbox that these tests use, all of type PHONE; protos/README.md lists every outcome.
export const card = {
  succeeds: { iccid: '8986030000000000014' },
  slow: { iccid: '8986030000000001012' },
  declined: { iccid: '8986030000000002010' },
  another: { iccid: '8986031000000000013' },
  shell: { iccid: '8986031000000000021' },
};
