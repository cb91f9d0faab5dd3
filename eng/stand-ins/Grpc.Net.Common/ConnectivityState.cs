namespace Grpc.Core;

/// <summary>What a channel is doing about its connection.</summary>
public enum ConnectivityState
{
    /// <summary>Not connected, and no call asks for it.</summary>
    Idle,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Ready,

    /// <summary>The last attempt failed and another will follow.</summary>
    TransientFailure,

    /// <summary>Shut down for good.</summary>
    Shutdown,
}
