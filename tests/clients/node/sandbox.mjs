// The sandbox's cards that these tests use; protos/README.md lists them all.
export const card = {
  succeeds: { phone_number: '+8613800000001' },
  another: { phone_number: '+8613800000002' },
  declined: { phone_number: '+8613800000003' },
  slow: { phone_number: '+8613800000004' },
};
