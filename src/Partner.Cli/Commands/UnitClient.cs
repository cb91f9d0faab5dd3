using Google.Protobuf;
using Leb.Partner.V1;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>What outlets, terminals and cashiers have in common for commands: the calls about them.</summary>
internal abstract class UnitClient
{
    public static IReadOnlyList<UnitClient> All { get; } =
        [new OutletClient(), new TerminalClient(), new CashierClient()];

    /// <summary>The command: "outlets".</summary>
    public abstract string Name { get; }

    public abstract string ChineseName { get; }

    /// <summary>Whether each belongs to an outlet.</summary>
    public abstract bool HasOutlet { get; }

    public abstract Task<IMessage> ListAsync(
        Session session, string outlet, OrganisationStatus status, int wanted, CancellationToken cancel);

    public abstract Task<IMessage> CreateAsync(
        Session session, string outlet, string reference, string name, string comment, CancellationToken cancel);

    public abstract Task<IMessage> UpdateAsync(
        Session session, string outlet, string reference, string? name, OrganisationStatus? status,
        string comment, CancellationToken cancel);

    public abstract Task<IMessage> CloseAsync(
        Session session, string outlet, string reference, string comment, CancellationToken cancel);

    private static int PageOf(int wanted, int found) => Math.Min(wanted - found, LimitOption.LargestPage);

    private sealed class OutletClient : UnitClient
    {
        public override string Name => "outlets";

        public override string ChineseName => "网点";

        public override bool HasOutlet => false;

        public override async Task<IMessage> ListAsync(
            Session session, string outlet, OrganisationStatus status, int wanted, CancellationToken cancel)
        {
            var all = new ListOutletsResponse();
            var request = new ListOutletsRequest { Status = status };
            do
            {
                (request.PageSize, request.PageToken) = (PageOf(wanted, all.Outlets.Count), all.NextPageToken);
                using var call = session.Connection.Organisations.ListOutletsAsync(request, session.Call(cancel));
                var page = await call.ResponseAsync;
                all.Outlets.AddRange(page.Outlets);
                all.NextPageToken = page.NextPageToken;
            }
            while (all.NextPageToken.Length > 0 && all.Outlets.Count < wanted);

            return all;
        }

        public override async Task<IMessage> CreateAsync(
            Session session, string outlet, string reference, string name, string comment, CancellationToken cancel)
        {
            var request = new CreateOutletRequest { Reference = reference, Name = name, Comment = comment };
            using var call = session.Connection.Organisations.CreateOutletAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }

        public override async Task<IMessage> UpdateAsync(
            Session session, string outlet, string reference, string? name, OrganisationStatus? status,
            string comment, CancellationToken cancel)
        {
            var request = new UpdateOutletRequest { Outlet = reference, Comment = comment };
            if (name is not null)
            {
                request.Name = name;
            }

            if (status is { } given)
            {
                request.Status = given;
            }

            using var call = session.Connection.Organisations.UpdateOutletAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }

        public override async Task<IMessage> CloseAsync(
            Session session, string outlet, string reference, string comment, CancellationToken cancel)
        {
            var request = new CloseOutletRequest { Outlet = reference, Comment = comment };
            using var call = session.Connection.Organisations.CloseOutletAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }
    }

    private sealed class TerminalClient : UnitClient
    {
        public override string Name => "terminals";

        public override string ChineseName => "终端";

        public override bool HasOutlet => true;

        public override async Task<IMessage> ListAsync(
            Session session, string outlet, OrganisationStatus status, int wanted, CancellationToken cancel)
        {
            var all = new ListTerminalsResponse();
            var request = new ListTerminalsRequest { Outlet = outlet, Status = status };
            do
            {
                (request.PageSize, request.PageToken) = (PageOf(wanted, all.Terminals.Count), all.NextPageToken);
                using var call = session.Connection.Organisations.ListTerminalsAsync(request, session.Call(cancel));
                var page = await call.ResponseAsync;
                all.Terminals.AddRange(page.Terminals);
                all.NextPageToken = page.NextPageToken;
            }
            while (all.NextPageToken.Length > 0 && all.Terminals.Count < wanted);

            return all;
        }

        public override async Task<IMessage> CreateAsync(
            Session session, string outlet, string reference, string name, string comment, CancellationToken cancel)
        {
            var request = new CreateTerminalRequest
            {
                Outlet = outlet, Reference = reference, Name = name, Comment = comment,
            };
            using var call = session.Connection.Organisations.CreateTerminalAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }

        public override async Task<IMessage> UpdateAsync(
            Session session, string outlet, string reference, string? name, OrganisationStatus? status,
            string comment, CancellationToken cancel)
        {
            var request = new UpdateTerminalRequest { Outlet = outlet, Terminal = reference, Comment = comment };
            if (name is not null)
            {
                request.Name = name;
            }

            if (status is { } given)
            {
                request.Status = given;
            }

            using var call = session.Connection.Organisations.UpdateTerminalAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }

        public override async Task<IMessage> CloseAsync(
            Session session, string outlet, string reference, string comment, CancellationToken cancel)
        {
            var request = new CloseTerminalRequest { Outlet = outlet, Terminal = reference, Comment = comment };
            using var call = session.Connection.Organisations.CloseTerminalAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }
    }

    private sealed class CashierClient : UnitClient
    {
        public override string Name => "cashiers";

        public override string ChineseName => "收银员";

        public override bool HasOutlet => true;

        public override async Task<IMessage> ListAsync(
            Session session, string outlet, OrganisationStatus status, int wanted, CancellationToken cancel)
        {
            var all = new ListCashiersResponse();
            var request = new ListCashiersRequest { Outlet = outlet, Status = status };
            do
            {
                (request.PageSize, request.PageToken) = (PageOf(wanted, all.Cashiers.Count), all.NextPageToken);
                using var call = session.Connection.Organisations.ListCashiersAsync(request, session.Call(cancel));
                var page = await call.ResponseAsync;
                all.Cashiers.AddRange(page.Cashiers);
                all.NextPageToken = page.NextPageToken;
            }
            while (all.NextPageToken.Length > 0 && all.Cashiers.Count < wanted);

            return all;
        }

        public override async Task<IMessage> CreateAsync(
            Session session, string outlet, string reference, string name, string comment, CancellationToken cancel)
        {
            var request = new CreateCashierRequest
            {
                Outlet = outlet, Reference = reference, Name = name, Comment = comment,
            };
            using var call = session.Connection.Organisations.CreateCashierAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }

        public override async Task<IMessage> UpdateAsync(
            Session session, string outlet, string reference, string? name, OrganisationStatus? status,
            string comment, CancellationToken cancel)
        {
            var request = new UpdateCashierRequest { Outlet = outlet, Cashier = reference, Comment = comment };
            if (name is not null)
            {
                request.Name = name;
            }

            if (status is { } given)
            {
                request.Status = given;
            }

            using var call = session.Connection.Organisations.UpdateCashierAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }

        public override async Task<IMessage> CloseAsync(
            Session session, string outlet, string reference, string comment, CancellationToken cancel)
        {
            var request = new CloseCashierRequest { Outlet = outlet, Cashier = reference, Comment = comment };
            using var call = session.Connection.Organisations.CloseCashierAsync(request, session.Call(cancel));
            return await call.ResponseAsync;
        }
    }
}
